package org.stoa.rooms.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SentTransactionsTest {
    private final SentTransactions sent = new SentTransactions();

    @Test
    void newTransaction_isKnownToBeNew() {
        sent.add(request("!room/m.room.message", "1"), "1", 10);

        assertThat(sent.mayHave(request("!room/m.room.message", "1"))).isTrue();
        assertThat(sent.mayHave(request("!room/m.room.message", "2"))).isFalse();
        assertThat(sent.mayHave(request("!other/m.room.message", "1"))).isFalse();
    }

    @Test
    void afterMoreThanAreKept_noneIsKnownToBeNew() {
        for (int i = 0; i <= SentTransactions.MOST; i++) {
            sent.add(request("!room/m.room.message", "txn" + i), "txn" + i, i + 1);
        }

        assertThat(sent.mayHave(request("!room/m.room.message", "never sent"))).isTrue();
    }

    @Test
    void txnId_isThatOfTheNewestEventsOnly() {
        for (int i = 1; i <= 200; i++) {
            sent.add(request("!room/m.room.message", "txn" + i), "txn" + i, i);
        }
        sent.forget(199);

        assertThat(sent.txnId(200)).hasValue("txn200");
        assertThat(sent.txnId(199)).isEmpty();
        assertThat(sent.txnId(1)).isEmpty();
    }

    private static long request(String endpoint, String txnId) {
        return new TransactionKey(1, "DEVICE", endpoint, txnId).request();
    }
}
