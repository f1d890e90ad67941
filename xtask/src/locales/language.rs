//! The languages that AskFirst speaks beside English, and the forms that each has for a number.

/// One language of the extension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Language {
    /// Its folder in extension/_locales, and the BCP 47 tag in its message `language`.
    pub(crate) name: &'static str,
    /// Its folders in the built extension, with the tag of each.
    ///
    /// Stores know Portuguese only as that of Brazil and that of Portugal
    /// (<https://developer.chrome.com/docs/extensions/reference/api/i18n#locales>): one text serves both, dates and numbers are each country's own.
    pub(crate) shipped: &'static [(&'static str, &'static str)],
    /// In which direction it is written, as in its message `direction`.
    pub(crate) direction: &'static str,
    /// Its categories of plurals, by CLDR 48, in CLDR's order. A browser is asked in tests/e2e/tests/languages.rs.
    pub(crate) plurals: &'static [&'static str],
}

/// `one` for one thing, `other` for the rest.
const TWO: &[&str] = &["one", "other"];
/// Romance languages say "1 million *of* things".
const WITH_MILLIONS: &[&str] = &["one", "many", "other"];

/// The language that the others are translated from.
pub(crate) const ENGLISH: Language = Language { name: "en", shipped: &[("en", "en")], direction: "ltr", plurals: TWO };

/// All of them.
pub(crate) const LANGUAGES: [Language; 11] = [
    ENGLISH,
    Language { name: "ar", shipped: &[("ar", "ar")], direction: "rtl", plurals: &["zero", "one", "two", "few", "many", "other"] },
    Language { name: "de", shipped: &[("de", "de")], direction: "ltr", plurals: TWO },
    Language { name: "es", shipped: &[("es", "es")], direction: "ltr", plurals: WITH_MILLIONS },
    Language { name: "fr", shipped: &[("fr", "fr")], direction: "ltr", plurals: WITH_MILLIONS },
    Language { name: "it", shipped: &[("it", "it")], direction: "ltr", plurals: WITH_MILLIONS },
    Language { name: "ja", shipped: &[("ja", "ja")], direction: "ltr", plurals: &["other"] },
    Language { name: "nl", shipped: &[("nl", "nl")], direction: "ltr", plurals: TWO },
    Language { name: "pl", shipped: &[("pl", "pl")], direction: "ltr", plurals: &["one", "few", "many", "other"] },
    Language { name: "pt", shipped: &[("pt_BR", "pt-BR"), ("pt_PT", "pt-PT")], direction: "ltr", plurals: WITH_MILLIONS },
    Language { name: "sv", shipped: &[("sv", "sv")], direction: "ltr", plurals: TWO },
];
