package dev.casestream.intake.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultipartFormTest {

    private static MultipartForm.Read read(String body) throws IOException {
        return MultipartForm.read(
                new ByteArrayInputStream(body.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)),
                "multipart/form-data; boundary=----form",
                new JsonMapper());
    }

    @Test
    void form_as_browsers_send_it() throws IOException {
        var form = (MultipartForm.Form) read("""
                ------form
                Content-Disposition: form-data; name="sender.email"

                søren@example.org
                ------form
                Content-Disposition: form-data; name="fields.order"

                77
                ------form
                Content-Disposition: form-data; name="body"

                Første linje
                anden linje
                ------form
                Content-Disposition: form-data; name="file"; filename="über blick.txt"
                Content-Type: text/plain

                hello
                ------form--
                """);

        assertThat(form.fields().at("/sender/email").asText()).isEqualTo("søren@example.org");
        assertThat(form.fields().at("/fields/order").asText()).isEqualTo("77");
        assertThat(form.fields().at("/body").asText()).isEqualTo("Første linje\r\nanden linje");
        assertThat(form.files()).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo("über blick.txt");
            assertThat(file.content()).asString().isEqualTo("hello");
        });
    }

    @Test
    void whole_object_in_one_part() throws IOException {
        var form = (MultipartForm.Form) read("""
                ------form
                Content-Disposition: form-data; name="inquiry"
                Content-Type: application/json

                {"body":"hello","sender":{"email":"ada@example.org"}}
                ------form--
                """);

        assertThat(form.fields().at("/sender/email").asText()).isEqualTo("ada@example.org");
    }

    @ParameterizedTest
    @CsvSource({"sender,sender.email", "sender,email", "fields,fields.order"})
    void members_of_what_is_no_object_are_a_fault_of_it(String object, String member) throws IOException {
        var read = read("""
                ------form
                Content-Disposition: form-data; name="%s"

                []
                ------form
                Content-Disposition: form-data; name="%s"

                x
                ------form--
                """.formatted(object, member));

        assertThat(((MultipartForm.Malformed) read).fault().field()).isEqualTo(object);
    }

    @Test
    void parts_without_name_or_without_end_are_malformed() throws IOException {
        assertThat(read("------form\n\nx\n------form--\n")).isInstanceOf(MultipartForm.Malformed.class);
        assertThat(read("------form\nContent-Disposition: form-data; name=\"a\"\n\nx\n".repeat(300)))
                .isInstanceOf(MultipartForm.Malformed.class);
    }
}
