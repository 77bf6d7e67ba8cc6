package org.stoa.protocol.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.protocol.id.ServerName;
import org.stoa.protocol.json.Json;
import org.stoa.protocol.json.JsonArray;
import org.stoa.protocol.json.JsonObject;

final class ServerAclTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'allow':['*']}                                         | matrix.org         | true",
                "{'allow':['*'],'deny':['evil.com']}                     | evil.com           | false",
                "{'allow':['*'],'deny':['evil.com']}                     | evil.com:8448      | false",
                "{'allow':['*'],'deny':['evil.com']}                     | EVIL.com           | false",
                "{'allow':['*'],'deny':['evil.com']}                     | not-evil.com       | true",
                "{'allow':['*'],'deny':['*.evil.com']}                   | a.EVIL.com:1       | false",
                "{'allow':['*'],'deny':['*.evil.com']}                   | evil.com           | true",
                "{'allow':['*'],'deny':['evil.?om']}                     | evil.com           | false",
                "{'allow':['good.com'],'deny':[]}                        | other.com          | false",
                "{'allow':['good.com']}                                  | good.com:80        | true",
                "{'deny':['evil.com']}                                   | good.com           | false",
                "{}                                                      | good.com           | false",
                "{'allow':'*'}                                           | good.com           | false",
                "{'allow':['*',1,{}]}                                    | good.com           | true",
                "{'allow':['*'],'allow_ip_literals':false}               | 1.2.3.4            | false",
                "{'allow':['*'],'allow_ip_literals':false}               | 1.2.3.4:8448       | false",
                "{'allow':['*'],'allow_ip_literals':false}               | [::1]:8448         | false",
                "{'allow':['*'],'allow_ip_literals':false}               | a.com              | true",
                "{'allow':['*'],'allow_ip_literals':'false'}             | 1.2.3.4            | true",
                "{'allow':['1.2.3.*'],'allow_ip_literals':true}          | 1.2.3.4:8448       | true",
            })
    void allows_byTheFiveSteps(String content, String server, boolean expected) {
        ServerAcl acl = ServerAcl.of((JsonObject) Json.parse(content.replace('\'', '"')));

        assertThat(acl.allows(ServerName.parse(server))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"matrix.org", "1.2.3.4:8448", "[::1]"})
    void allows_ofARoomWithoutAList_everybody(String server) {
        assertThat(ServerAcl.ALLOW_ALL.allows(ServerName.parse(server))).isTrue();
    }

    /// As many entries as an event can have.
    @Test
    void weight_ofAListOfManyShortEntries_isMuchMoreThanItsText() {
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            entries.add("?" + i);
        }
        JsonObject content = JsonObject.of("deny", JsonArray.ofStrings(entries));

        int weight = ServerAcl.of(content).weight();

        assertThat(weight).isGreaterThan(20 * content.toBytes().length);
    }
}
