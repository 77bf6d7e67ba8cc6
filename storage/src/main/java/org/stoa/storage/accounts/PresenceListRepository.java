package org.stoa.storage.accounts;

import java.util.List;
import org.stoa.storage.Tx;
import org.stoa.storage.WriteTx;

/// The table `presence_list`: whose presence a user wants to hear of.
public final class PresenceListRepository {

    /// Returns the numbers of the users on a user's list, those first that this server met first.
    public List<Long> of(Tx tx, long user) {
        return tx.list(
                "SELECT listed FROM presence_list WHERE user_nid = ? ORDER BY listed",
                row -> row.number(1),
                user);
    }

    /// Puts a user on the list; nothing happens when he is there.
    public void add(WriteTx tx, long user, long listed) {
        tx.update(
                "INSERT INTO presence_list (user_nid, listed) VALUES (?, ?) ON CONFLICT DO NOTHING",
                user,
                listed);
    }

    /// Takes a user from the list; nothing happens when he is not there.
    public void remove(WriteTx tx, long user, long listed) {
        tx.update("DELETE FROM presence_list WHERE user_nid = ? AND listed = ?", user, listed);
    }

    /// Removes the list of a user whose account is closed.
    public void deleteAll(WriteTx tx, long user) {
        tx.update("DELETE FROM presence_list WHERE user_nid = ?", user);
    }
}
