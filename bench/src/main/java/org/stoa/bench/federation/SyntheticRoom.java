package org.stoa.bench.federation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A public room with many members that was never anywhere: only its state is there, and every member joined right after it was
/// made.
public final class SyntheticRoom {
    private static final List<String> NOBODY = List.of();

    private final List<Peer> peers;
    private final String id;
    private final Pdu create;
    private final Pdu creator;
    private final Pdu levels;
    private final Pdu joinRules;
    private final List<Pdu> others = new ArrayList<>();
    private final List<Pdu> members;
    private final Pdu last;

    /// Makes one.
    ///
    /// @param peers whose users are in it; the first one made it
    /// @param members how many, with the one who made it
    public SyntheticRoom(List<Peer> peers, String name, int members) {
        this.peers = List.copyOf(peers);
        Peer maker = peers.getFirst();
        this.id = "!" + name + ":" + maker.name();
        long began = System.currentTimeMillis() - 1000L * members;
        create =
                state(
                        "m.room.create",
                        Map.of("room_version", Seat.ROOM_VERSION),
                        NOBODY,
                        NOBODY,
                        1,
                        began);
        creator = member(0, List.of(create.id()), create.id(), 2, began + 1);
        List<String> first = List.of(create.id(), creator.id());
        levels =
                state(
                        "m.room.power_levels",
                        Map.of("users", Map.of(user(0), 100)),
                        first,
                        List.of(creator.id()),
                        3,
                        began + 2);
        List<String> auths = List.of(create.id(), creator.id(), levels.id());
        joinRules =
                state(
                        "m.room.join_rules",
                        Map.of("join_rule", "public"),
                        auths,
                        List.of(levels.id()),
                        4,
                        began + 3);
        others.add(
                state(
                        "m.room.history_visibility",
                        Map.of("history_visibility", "shared"),
                        auths,
                        List.of(joinRules.id()),
                        5,
                        began + 4));
        String before = others.getFirst().id();
        List<String> joining = joinAuths();
        this.members =
                IntStream.range(1, members)
                        .parallel()
                        .mapToObj(number -> member(number, joining, before, 6, began + 4 + number))
                        .toList();
        last = members > 1 ? this.members.getLast() : others.getFirst();
    }

    private Pdu state(
            String type,
            Map<String, Object> content,
            List<String> auths,
            List<String> prevs,
            long depth,
            long timestamp) {
        Timeline.Draft draft = new Timeline.Draft(peers.getFirst(), user(0), type, "", content);
        return Timeline.make(id, draft, auths, prevs, depth, timestamp).sign();
    }

    private Pdu member(int number, List<String> auths, String prev, long depth, long timestamp) {
        String user = user(number);
        Timeline.Draft draft =
                new Timeline.Draft(
                        peer(number), user, "m.room.member", user, Map.of("membership", "join"));
        return Timeline.make(id, draft, auths, List.of(prev), depth, timestamp).sign();
    }

    /// Its id.
    public String id() {
        return id;
    }

    /// The server of a member; of the one who made the room for 0.
    public Peer peer(int number) {
        return peers.get(number % peers.size());
    }

    /// The id of a member.
    public String user(int number) {
        return peer(number).user("m" + number);
    }

    /// The id of the event by which a member is in the room.
    public String membership(int number) {
        return number == 0 ? creator.id() : members.get(number - 1).id();
    }

    /// How many members it has.
    public int size() {
        return members.size() + 1;
    }

    /// Goes on from the last event.
    public Timeline timeline() {
        return new Timeline(id, create.id(), levels.id(), joinRules.id(), last.id(), 7);
    }

    List<Peer> peers() {
        return peers;
    }

    Pdu last() {
        return last;
    }

    /// Ids of what lets somebody join.
    List<String> joinAuths() {
        return List.of(create.id(), joinRules.id(), levels.id());
    }

    /// The events that let others be: their auth events, and those of these.
    List<Pdu> authChain() {
        return List.of(create, creator, levels, joinRules);
    }

    /// The whole state.
    List<Pdu> state() {
        List<Pdu> state = new ArrayList<>(authChain());
        state.addAll(others);
        state.addAll(members);
        return state;
    }

    /// The state without members but the one who made the room.
    List<Pdu> stateWithoutMembers() {
        List<Pdu> state = new ArrayList<>(List.of(create, levels, joinRules));
        state.addAll(others);
        return state;
    }

    /// All events by id.
    Map<String, Pdu> byId() {
        Map<String, Pdu> byId = new HashMap<>();
        state().forEach(pdu -> byId.put(pdu.id(), pdu));
        return byId;
    }
}
