package org.stoa.admin;

import java.util.List;
import org.stoa.admin.endpoint.ReportEvent;
import org.stoa.admin.endpoint.ReportRoom;
import org.stoa.admin.endpoint.ReportUser;
import org.stoa.http.Endpoint;
import org.stoa.platform.Time;
import org.stoa.rooms.RoomsModule;
import org.stoa.storage.Database;

/// Wires what users tell the people who run the server.
public final class AdminModule {
    private final Reports reports;

    /// Builds it over the rooms.
    public AdminModule(Database database, RoomsModule rooms, Time time) {
        this.reports = new Reports(database, rooms, time);
    }

    /// What users reported.
    public Reports reports() {
        return reports;
    }

    /// What clients may call.
    public List<Endpoint> endpoints() {
        return List.of(new ReportEvent(reports), new ReportRoom(reports), new ReportUser(reports));
    }
}
