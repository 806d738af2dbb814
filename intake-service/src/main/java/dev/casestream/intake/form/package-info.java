/** A page with a form, for those who have no front end of their own. It works without script. */
@NullMarked
package dev.casestream.intake.form;

import org.jspecify.annotations.NullMarked;
