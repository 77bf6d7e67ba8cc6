package org.stoa.rooms.upgrade;

import java.util.Optional;
import org.stoa.accounts.data.AccountData;
import org.stoa.accounts.data.PushRulesContent;
import org.stoa.protocol.id.RoomId;
import org.stoa.protocol.id.UserId;
import org.stoa.protocol.push.PushRuleset;
import org.stoa.rooms.event.EventStore;
import org.stoa.rooms.head.Room;
import org.stoa.rooms.head.Rooms;
import org.stoa.rooms.head.StateView;
import org.stoa.storage.Database;
import org.stoa.storage.accounts.AccountDataRepository;

/// Gives a user who came into the replacement of a room the settings that he had for the old one: its tags, and his push
/// rules, unless he would have too many then. What he has set for the new room already stays. Doing it twice changes
/// nothing.
///
/// Spec: client-server-api#room-upgrades "Server behaviour" (v1.19).
final class SettingsFollow {
    private static final String TAGS = "m.tag";

    private final Database database;
    private final Rooms rooms;
    private final EventStore events;
    private final AccountData accountData;
    private final AccountDataRepository repository = new AccountDataRepository();

    SettingsFollow(Database database, Rooms rooms, EventStore events, AccountData accountData) {
        this.database = database;
        this.rooms = rooms;
        this.events = events;
        this.accountData = accountData;
    }

    void register() {
        database.scheduler().register(UpgradeTasks.FOLLOW, this::follow);
    }

    private void follow(String payload) {
        String[] numbers = payload.split(" ", 2);
        long user = Long.parseLong(numbers[0]);
        Room room = rooms.get(Long.parseLong(numbers[1]));
        StateView state = new StateView(room.visible().head().state(), database.names(), events);
        Optional<Room> old =
                UpgradeTasks.predecessor(state).flatMap(RoomId::tryParse).flatMap(rooms::find);
        if (old.isPresent()) {
            copyTags(user, old.get(), room);
            copyRules(user, old.get().roomId(), room.roomId());
        }
    }

    private void copyTags(long user, Room old, Room room) {
        database.execute(
                tx -> {
                    Optional<String> tags = repository.find(tx, user, old.nid(), TAGS);
                    boolean isNew = repository.find(tx, user, room.nid(), TAGS).isEmpty();
                    if (tags.isPresent() && isNew) {
                        repository.put(tx, user, room.nid(), TAGS, tags.get());
                    }
                });
    }

    private void copyRules(long user, RoomId old, RoomId room) {
        long global = AccountDataRepository.GLOBAL;
        boolean hasOwn =
                database.read(tx -> repository.find(tx, user, global, PushRulesContent.TYPE))
                        .filter(text -> text.contains(old.toString()))
                        .isPresent();
        if (!hasOwn) {
            return;
        }
        UserId userId = database.names().userId(user);
        accountData.changeGlobal(
                user,
                PushRulesContent.TYPE,
                stored -> {
                    PushRuleset rules = PushRulesContent.rules(userId, stored);
                    PushRuleset copied =
                            MovedPushRules.copied(rules, old.toString(), room.toString());
                    return PushRulesContent.of(PushRulesContent.isKept(copied) ? copied : rules);
                });
    }
}
