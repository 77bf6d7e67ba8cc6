-- On PostgreSQL, texts are ordered by their bytes whatever the order of the database is. Columns are made so; those of an older
-- program are not. Indexes are made anew, which in a large database takes longer than a statement may take otherwise.
{postgres}SET LOCAL statement_timeout = 0;

{postgres}DO '
DECLARE
    change text;
BEGIN
    FOR change IN
        SELECT format(''ALTER TABLE %I %s'', c.relname,
                      string_agg(format(''ALTER %I TYPE text COLLATE "C"'', a.attname), '', ''))
          FROM pg_class c
          JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_attribute a ON a.attrelid = c.oid
         WHERE n.nspname = current_schema() AND c.relkind = ''r'' AND NOT a.attisdropped
           AND a.atttypid = ''text''::regtype AND a.attcollation <> ''"C"''::regcollation
         GROUP BY c.relname
    LOOP
        EXECUTE change;
    END LOOP;
END';
