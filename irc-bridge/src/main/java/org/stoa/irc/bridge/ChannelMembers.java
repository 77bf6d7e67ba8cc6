package org.stoa.irc.bridge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stoa.irc.text.Casing;

/// Who is in which channel, as the bridge's own connection sees it, and the channels' topics. Safe for use by several threads.
final class ChannelMembers {

    /// What stands before nicks in a list of names: who is an operator, has a voice, and so on.
    private static final String PREFIXES = "~&@%+!";

    private final Map<String, Map<String, String>> members = new HashMap<>();
    private final Map<String, Map<String, String>> arriving = new HashMap<>();
    private final Map<String, String> topics = new HashMap<>();
    private Casing casing = Casing.RFC1459;

    synchronized void forgetAll(Casing newCasing) {
        casing = newCasing;
        members.clear();
        arriving.clear();
    }

    synchronized void join(String channel, String nick) {
        members.computeIfAbsent(casing.lower(channel), _ -> new HashMap<>())
                .put(casing.lower(nick), nick);
    }

    synchronized void leave(String channel, String nick) {
        members.getOrDefault(casing.lower(channel), new HashMap<>()).remove(casing.lower(nick));
    }

    /// Returns the channels that the nick was in.
    synchronized List<String> quit(String nick) {
        List<String> channels = new ArrayList<>();
        members.forEach(
                (channel, nicks) -> {
                    if (nicks.remove(casing.lower(nick)) != null) {
                        channels.add(channel);
                    }
                });
        return channels;
    }

    /// Takes a part of a list of names.
    synchronized void names(String channel, String names) {
        Map<String, String> list =
                arriving.computeIfAbsent(casing.lower(channel), _ -> new HashMap<>());
        for (String name : names.strip().split("\\s+", -1)) {
            String nick = name;
            while (!nick.isEmpty() && PREFIXES.indexOf(nick.charAt(0)) >= 0) {
                nick = nick.substring(1);
            }
            if (!nick.isEmpty()) {
                list.put(casing.lower(nick), nick);
            }
        }
    }

    /// The list of names is complete.
    synchronized void namesEnd(String channel) {
        Map<String, String> list = arriving.remove(casing.lower(channel));
        if (list != null) {
            members.put(casing.lower(channel), list);
        }
    }

    /// Returns the nicks that are in the channel.
    synchronized List<String> of(String channel) {
        return List.copyOf(members.getOrDefault(casing.lower(channel), Map.of()).values());
    }

    synchronized void topic(String channel, String topic) {
        topics.put(casing.lower(channel), topic);
    }

    synchronized String topic(String channel) {
        return topics.getOrDefault(casing.lower(channel), "");
    }

    synchronized String lower(String name) {
        return casing.lower(name);
    }
}
