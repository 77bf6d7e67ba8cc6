package org.stoa.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stoa.accounts.AccountsModule;
import org.stoa.admin.endpoint.ReportEvent;
import org.stoa.admin.endpoint.ReportRoom;
import org.stoa.admin.endpoint.ReportUser;
import org.stoa.admin.endpoint.SendServerNotice;
import org.stoa.http.Endpoint;
import org.stoa.platform.Time;
import org.stoa.protocol.id.UserId;
import org.stoa.rooms.RoomsModule;
import org.stoa.storage.Database;

/// Wires what users tell the people who run the server.
public final class AdminModule {
    private final Reports reports;
    private final Optional<ServerNotices> notices;

    /// Builds it over the accounts and the rooms.
    ///
    /// @param noticesUser who sends server notices; null when nobody does
    public AdminModule(
            @Nullable UserId noticesUser,
            Database database,
            AccountsModule accounts,
            RoomsModule rooms,
            Time time) {
        this.reports = new Reports(database, rooms, time);
        this.notices =
                Optional.ofNullable(noticesUser)
                        .map(user -> new ServerNotices(user, database, accounts, rooms));
    }

    /// What users reported.
    public Reports reports() {
        return reports;
    }

    /// Sends server notices; empty when nobody is named who does.
    public Optional<ServerNotices> notices() {
        return notices;
    }

    /// Begins what goes on by itself.
    public void start() {
        notices.ifPresent(ServerNotices::start);
    }

    /// What clients may call.
    public List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        all.add(new ReportEvent(reports));
        all.add(new ReportRoom(reports));
        all.add(new ReportUser(reports));
        notices.map(SendServerNotice::each).ifPresent(all::add);
        notices.map(SendServerNotice::once).ifPresent(all::add);
        return all;
    }
}
