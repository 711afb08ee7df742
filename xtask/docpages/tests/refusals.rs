//! What cannot be read is refused with a sentence.

use std::fmt::Write;

use docpages::read;

const REFUSED: [(&str, &[u8]); 11] = [
    ("empty", b""),
    ("blank", b" \n\t\r\n"),
    ("not UTF-8", b"Title\nURI\n\xff\xfe"),
    ("UTF-16", b"\xff\xfeT\0i\0"),
    ("binary", b"PK\x03\x04\0\0\0"),
    ("lost characters", "URI\nGET /v1/\u{fffd}\n".as_bytes()),
    ("prose", b"A page about something else.\n\nIt has two paragraphs.\n"),
    ("a menu", b"Help Center\nKilns\nAPI Reference\nBefore You Start\nCalling APIs\nFiring\nStarting a Firing\n"),
    (
        "Markdown with HTML",
        "# Kiln<a name=\"Kiln\"></a>\n\n## URI\n\nGET /v1/\\{project\\_id\\}/kilns\n\n<table><tr><td>x</td></tr></table>\n"
            .as_bytes(),
    ),
    (
        "no operation, of reStructuredText",
        b":original_name: errors.html\n\nError Codes\n===========\n\n=========== ====\nStatus Code Text\n=========== ====\n",
    ),
    ("no operation, of text", b"Error Codes\nStatus Code | Description |\n|---|---|\n200 | OK |\n"),
];

#[test]
fn a_refusal_is_a_sentence_that_says_what_was_looked_for() {
    let mut sentences = String::new();
    for (name, page) in REFUSED {
        match read(page) {
            Ok(reading) => _ = writeln!(sentences, "{name}: READ as {}", reading.form),
            Err(refusal) => _ = writeln!(sentences, "{name}: {refusal}"),
        }
    }
    insta::assert_snapshot!(sentences);
}
