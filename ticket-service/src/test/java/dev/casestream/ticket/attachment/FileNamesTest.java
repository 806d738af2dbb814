package dev.casestream.ticket.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileNamesTest {

    @Test
    void a_name_has_no_path_and_nothing_that_hides_or_runs() {
        assertThat(FileNames.clean("C:\\temp\\..\\report.pdf")).isEqualTo("report.pdf");
        assertThat(FileNames.clean("../../etc/passwd")).isEqualTo("passwd");
        assertThat(FileNames.clean("..hidden")).isEqualTo("hidden");
        assertThat(FileNames.clean("gpj\u202Eexe.x\r\ny\"<>|")).isEqualTo("gpjexe.x y");
        assertThat(FileNames.clean("/")).isNull();
        assertThat(FileNames.clean(null)).isNull();
    }

    @Test
    void a_disposition_says_to_save_and_holds_only_ascii() {
        assertThat(FileNames.disposition("Räkning 1.pdf"))
                .isEqualTo("attachment; filename=\"R_kning 1.pdf\"; filename*=UTF-8''R%C3%A4kning%201.pdf");
        assertThat(FileNames.disposition("a\"; x=\"b")).doesNotContain("\"; x");
    }
}
