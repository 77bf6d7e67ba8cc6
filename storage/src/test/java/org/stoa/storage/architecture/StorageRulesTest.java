package org.stoa.storage.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.stoa.storage.Row;

/// Who may touch the database.
@AnalyzeClasses(packages = "org.stoa", importOptions = ImportOption.DoNotIncludeTests.class)
class StorageRulesTest {
    @ArchTest
    static final ArchRule ONLY_THE_ENGINE_SPEAKS_JDBC =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("org.stoa.storage", "org.stoa.storage.migrate")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.sql..", "javax.sql..", "org.sqlite..", "org.postgresql..");

    @ArchTest
    static final ArchRule ONLY_THE_COMMIT_QUEUE_MOVES_A_LANE =
            classes()
                    .that()
                    .haveSimpleName("LaneRow")
                    .should()
                    .onlyBeAccessed()
                    .byClassesThat()
                    .haveNameMatching("org\\.stoa\\.storage\\.(CommitQueue|LaneRow)(\\$.*)?");

    @ArchTest
    static final ArchRule ONLY_A_TRANSACTION_OF_THE_COMMIT_QUEUE_WRITES_ROWS =
            classes()
                    .that()
                    .haveSimpleName("RowBatch")
                    .or()
                    .haveSimpleName("Transaction")
                    .should()
                    .onlyBeAccessed()
                    .byClassesThat()
                    .haveNameMatching(
                            "org\\.stoa\\.storage\\.(CommitQueue|Transaction|RowBatch|Entry|ClosureTx)(\\$.*)?");

    @ArchTest
    static final ArchRule ROWS_ARE_RECORDS =
            classes()
                    .that()
                    .resideInAPackage("org.stoa.storage.rows")
                    .and()
                    .implement(Row.class)
                    .should()
                    .beRecords();

    @ArchTest
    static final ArchRule PUBLIC_TYPES_SHOW_NO_JDBC =
            noClasses()
                    .that()
                    .resideInAPackage("org.stoa.storage.rows")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.sql..");
}
