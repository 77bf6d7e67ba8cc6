package org.stoa.accounts.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.stoa.protocol.id.UserId;

/// Who is meant by a term, and who comes first.
final class SearchTermTest {
    private static FoundUser user(String userId, String displayName) {
        return new FoundUser(UserId.parse(userId), displayName, "", userId.endsWith(":here"));
    }

    private static List<String> order(String typed, String language, String... displayNames) {
        List<FoundUser> users = new ArrayList<>();
        for (String name : displayNames) {
            users.add(user("@u" + users.size() + ":here", name));
        }
        Collections.shuffle(users, new Random(1));
        SearchTerm term = SearchTerm.of(typed, Collation.of(language));
        assertThat(users).allMatch(term::fits);
        return term.bestFirst(users).stream().map(FoundUser::displayName).toList();
    }

    @Test
    void wholeNames_comeBeforeBeginningsAndWordsInTheMiddle() {
        assertThat(order("ann", "", "Mary Ann", "Annabel", "ANN", "Ann Lee"))
                .containsExactly("ANN", "Annabel", "Ann Lee", "Mary Ann");
    }

    @Test
    void equals_areOrderedByNameThenServerThenUserId() {
        List<FoundUser> inOrder =
                List.of(
                        user("@ann:here", "Zed"),
                        user("@ann:a", "Bob"),
                        user("@ann:b", "Bob"),
                        user("@ann:c", "Cid"),
                        user("@ann:b2", ""));
        List<FoundUser> shuffled = new ArrayList<>(inOrder);
        Collections.shuffle(shuffled, new Random(2));

        assertThat(SearchTerm.of("ann", Collation.of("")).bestFirst(shuffled))
                .containsExactlyElementsOf(inOrder);
    }

    @Test
    void letterOfALanguage_isAnAccentElsewhere() {
        for (String language :
                List.of("", "*", "de", "en-GB, sv;q=0.5", "nonsense;;q=", "x".repeat(9_000))) {
            assertThat(order("asa", language, "Åsa Zorn", "Asa", "Åsa"))
                    .as(language)
                    .containsExactly("Asa", "Åsa", "Åsa Zorn");
        }

        assertThat(order("asa", "sv-SE, en;q=0.5", "Åsa", "Asa Zorn"))
                .containsExactly("Asa Zorn", "Åsa");
        assertThat(order("åsa", "sv", "Asa", "Åsa Zorn")).containsExactly("Åsa Zorn", "Asa");
    }

    @Test
    void allWords_mustFit() {
        SearchTerm term = SearchTerm.of("tab ROB", Collation.of(""));

        assertThat(term.fits(user("@x:here", "Robert Tables"))).isTrue();
        assertThat(term.fits(user("@rob:here", "Tables"))).isTrue();
        assertThat(term.fits(user("@rob:here", "Stables"))).isFalse();
    }

    @Test
    void textWithoutWords_isEmpty() {
        assertThat(SearchTerm.of(" -- ", Collation.of("")).isEmpty()).isTrue();
    }
}
