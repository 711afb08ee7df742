//! Everything about a page that is no fact.

/// How a page is worded and laid out. None of it may count as a change.
#[derive(Debug, Clone)]
pub(crate) struct Style {
    /// Which of the ways to describe a field is taken.
    pub(crate) wording: usize,
    /// What announces a list of values.
    pub(crate) announce: &'static str,
    /// How a default is stated.
    pub(crate) default: DefaultStyle,
    /// The labelled blocks of newer pages: definition, constraints, range, default value.
    pub(crate) labelled: bool,
    /// Whether a value in a list has its meaning beside it.
    pub(crate) meanings: bool,
    /// Whether bare values are listed a second time under this heading.
    pub(crate) enumeration: bool,
    pub(crate) first_table: usize,
    pub(crate) captions: [&'static str; 5],
    /// Rows in reverse.
    pub(crate) rows_reversed: bool,
    /// Tables of nested types in reverse.
    pub(crate) tables_reversed: bool,
    pub(crate) anchors: &'static str,
    pub(crate) title: &'static str,
    pub(crate) debugging: bool,
    pub(crate) breadcrumb: bool,
    pub(crate) footer: bool,
    pub(crate) fine: &'static str,
    /// `**Status code**: **200**` instead of `**Status code: 200**`.
    pub(crate) old_status: bool,
    /// Grid tables even where a simple one would do.
    pub(crate) grids: bool,
    /// Blanks added to each column.
    pub(crate) padding: usize,
    /// Where cells are wrapped.
    pub(crate) wrap: usize,
    pub(crate) indent: usize,
    pub(crate) windows_lines: bool,
    /// Keys of examples in reverse.
    pub(crate) keys_reversed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DefaultStyle {
    /// `The default value is **0**.`
    Sentence,
    /// `Default: **0**`
    Label,
}

impl Style {
    pub(crate) fn plain() -> Self {
        Self {
            wording: 0,
            announce: "Options:",
            default: DefaultStyle::Sentence,
            labelled: false,
            meanings: true,
            enumeration: false,
            first_table: 1,
            captions: [
                "Path Parameters",
                "Query Parameters",
                "Request header parameters",
                "Request body parameters",
                "Response body parameters",
            ],
            rows_reversed: false,
            tables_reversed: false,
            anchors: "en-us_topic_0000001910008164",
            title: "Watching the Sky",
            debugging: false,
            breadcrumb: false,
            footer: false,
            fine: "OK",
            old_status: false,
            grids: false,
            padding: 0,
            wrap: 1000,
            indent: 2,
            windows_lines: false,
            keys_reversed: false,
        }
    }

    /// Every single thing about the style, altered alone, and all together at last.
    pub(crate) fn rewordings() -> Vec<(&'static str, Self)> {
        type Alter = fn(&mut Style);
        let alterations: [(&str, Alter); 25] = [
            ("wording", |style| style.wording = 1),
            ("wording without full stops", |style| style.wording = 2),
            ("announcement of values", |style| {
                style.announce = "The options are as follows:"
            }),
            ("older announcement", |style| {
                style.announce = "Possible values are as follows:"
            }),
            ("statement of defaults", |style| style.default = DefaultStyle::Label),
            ("labelled blocks", |style| style.labelled = true),
            ("meanings of values", |style| style.meanings = false),
            ("values listed twice", |style| style.enumeration = true),
            ("table numbers", |style| style.first_table = 7),
            ("captions", |style| {
                style.captions = [
                    "URI parameters",
                    "Query parameters",
                    "Request header parameters",
                    "Request body parameters",
                    "Response body parameters",
                ];
            }),
            ("order of rows", |style| style.rows_reversed = true),
            ("order of tables", |style| style.tables_reversed = true),
            ("anchors", |style| style.anchors = "en-us_topic_0000002341058290"),
            ("title", |style| style.title = "Querying What Stands on a Site"),
            ("debugging section", |style| style.debugging = true),
            ("breadcrumb", |style| style.breadcrumb = true),
            ("footer", |style| style.footer = true),
            ("text of a status", |style| style.fine = "OK."),
            ("older status heading", |style| style.old_status = true),
            ("grids for simple tables", |style| style.grids = true),
            ("widths of columns", |style| style.padding = 5),
            ("wrapped cells", |style| style.wrap = 28),
            ("indentation of examples", |style| style.indent = 4),
            ("ends of lines", |style| style.windows_lines = true),
            ("order of keys in examples", |style| style.keys_reversed = true),
        ];
        let styled = |(name, alter): &(&'static str, Alter)| {
            let mut style = Self::plain();
            alter(&mut style);
            (*name, style)
        };
        let mut found: Vec<_> = alterations.iter().map(styled).collect();
        let mut all = Self::plain();
        // Labelled blocks and the older ways to say the same do not occur together.
        for (_, alter) in alterations.iter().filter(|(name, _)| *name != "labelled blocks") {
            alter(&mut all);
        }
        found.push(("all of these", all));
        found
    }
}
