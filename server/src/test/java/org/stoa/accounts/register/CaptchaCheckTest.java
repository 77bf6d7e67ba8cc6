package org.stoa.accounts.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stoa.accounts.register.CaptchaCheck.Verdict;

/// A service of captchas that is broken.
final class CaptchaCheckTest {
    private static final String FORM = "secret=secret&response=solved";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "HTTP/1.1 200 OK~Content-Length: many~~{\"success\":true}",
                "HTTP/1.1 200 OK~Content-Length: -5~~{\"success\":true}",
                "HTTP/1.1 200 OK~Content-Length: 99999999999999999999~~{\"success\":true}",
                "HTTP/1.1 200 OK~Content-Length: 50~~{",
                "HTTP/1.1 abc What~~{\"success\":true}",
                "SSH-2.0-OpenSSH~",
            })
    void answer_thatIsNoHttp_isAsIfTheServiceWereDown(String answer) throws IOException {
        try (ServerSocket service = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(service, answer.replace("~", "\r\n")));

            Verdict verdict = check(service).check("solved");

            assertThat(verdict).isEqualTo(Verdict.UNKNOWN);
        }
    }

    private static CaptchaCheck check(ServerSocket service) {
        URI verifyUrl = URI.create("http://127.0.0.1:" + service.getLocalPort() + "/verify");
        return new CaptchaCheck(
                new CaptchaConfig(CaptchaService.RECAPTCHA, "site", "secret", verifyUrl));
    }

    private static void serve(ServerSocket service, String answer) {
        try (Socket client = service.accept()) {
            readForm(client.getInputStream());
            client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readForm(InputStream in) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        while (!request.toString(StandardCharsets.ISO_8859_1).endsWith(FORM)) {
            request.write(in.read());
        }
    }
}
