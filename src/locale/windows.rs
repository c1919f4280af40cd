//! Windows' three-letter language names, which System Center uses as IDs of language packs.
//!
//! Source: the locale tables of \[MS-LCID\] and `CultureInfo.ThreeLetterWindowsLanguageName`.
//! The schema of a management pack accepts any one to three capitals, but a console looks its own
//! code up, so a made-up code is a language nobody ever sees.

use super::Locale;

/// Language, script or region, code. The first row of a language stands for the bare language.
const CODES: &[(&str, &str, &str)] = &[
    ("af", "ZA", "AFK"),
    ("ar", "SA", "ARA"),
    ("ar", "AE", "ARU"),
    ("ar", "BH", "ARH"),
    ("ar", "DZ", "ARG"),
    ("ar", "EG", "ARE"),
    ("ar", "IQ", "ARI"),
    ("ar", "JO", "ARJ"),
    ("ar", "KW", "ARK"),
    ("ar", "LB", "ARB"),
    ("ar", "LY", "ARL"),
    ("ar", "MA", "ARM"),
    ("ar", "OM", "ARO"),
    ("ar", "QA", "ARQ"),
    ("ar", "SY", "ARS"),
    ("ar", "TN", "ART"),
    ("ar", "YE", "ARY"),
    ("az", "AZ", "AZE"),
    ("be", "BY", "BEL"),
    ("bg", "BG", "BGR"),
    ("bn", "IN", "BNG"),
    ("bs", "BA", "BSB"),
    ("ca", "ES", "CAT"),
    ("cs", "CZ", "CSY"),
    ("cy", "GB", "CYM"),
    ("da", "DK", "DAN"),
    ("de", "DE", "DEU"),
    ("de", "AT", "DEA"),
    ("de", "CH", "DES"),
    ("de", "LI", "DEC"),
    ("de", "LU", "DEL"),
    ("el", "GR", "ELL"),
    ("en", "US", "ENU"),
    ("en", "AU", "ENA"),
    ("en", "BZ", "ENL"),
    ("en", "CA", "ENC"),
    ("en", "GB", "ENG"),
    ("en", "IE", "ENI"),
    ("en", "IN", "ENN"),
    ("en", "JM", "ENJ"),
    ("en", "NZ", "ENZ"),
    ("en", "PH", "ENP"),
    ("en", "TT", "ENT"),
    ("en", "ZA", "ENS"),
    ("en", "ZW", "ENW"),
    ("es", "ES", "ESN"),
    ("es", "AR", "ESS"),
    ("es", "BO", "ESB"),
    ("es", "CL", "ESL"),
    ("es", "CO", "ESO"),
    ("es", "CR", "ESC"),
    ("es", "DO", "ESD"),
    ("es", "EC", "ESF"),
    ("es", "GT", "ESG"),
    ("es", "HN", "ESH"),
    ("es", "MX", "ESM"),
    ("es", "NI", "ESI"),
    ("es", "PA", "ESA"),
    ("es", "PE", "ESR"),
    ("es", "PR", "ESU"),
    ("es", "PY", "ESZ"),
    ("es", "SV", "ESE"),
    ("es", "US", "EST"),
    ("es", "UY", "ESY"),
    ("es", "VE", "ESV"),
    ("et", "EE", "ETI"),
    ("eu", "ES", "EUQ"),
    ("fa", "IR", "FAR"),
    ("fi", "FI", "FIN"),
    ("fr", "FR", "FRA"),
    ("fr", "BE", "FRB"),
    ("fr", "CA", "FRC"),
    ("fr", "CH", "FRS"),
    ("fr", "LU", "FRL"),
    ("fr", "MC", "FRM"),
    ("ga", "IE", "IRE"),
    ("gl", "ES", "GLC"),
    ("gu", "IN", "GUJ"),
    ("he", "IL", "HEB"),
    ("hi", "IN", "HIN"),
    ("hr", "HR", "HRV"),
    ("hu", "HU", "HUN"),
    ("hy", "AM", "HYE"),
    ("id", "ID", "IND"),
    ("is", "IS", "ISL"),
    ("it", "IT", "ITA"),
    ("it", "CH", "ITS"),
    ("ja", "JP", "JPN"),
    ("ka", "GE", "KAT"),
    ("kk", "KZ", "KKZ"),
    ("kn", "IN", "KDI"),
    ("ko", "KR", "KOR"),
    ("lt", "LT", "LTH"),
    ("lv", "LV", "LVI"),
    ("mk", "MK", "MKI"),
    ("mr", "IN", "MAR"),
    ("ms", "MY", "MSL"),
    ("mt", "MT", "MLT"),
    ("nb", "NO", "NOR"),
    ("nl", "NL", "NLD"),
    ("nl", "BE", "NLB"),
    ("nn", "NO", "NON"),
    ("no", "NO", "NOR"),
    ("pa", "IN", "PAN"),
    ("pl", "PL", "PLK"),
    ("pt", "BR", "PTB"),
    ("pt", "PT", "PTG"),
    ("ro", "RO", "ROM"),
    ("ro", "MD", "ROD"),
    ("ru", "RU", "RUS"),
    ("sk", "SK", "SKY"),
    ("sl", "SI", "SLV"),
    ("sq", "AL", "SQI"),
    ("sr", "Latn", "SRM"),
    ("sr", "Cyrl", "SRO"),
    ("sr", "RS", "SRM"),
    ("sv", "SE", "SVE"),
    ("sv", "FI", "SVF"),
    ("sw", "KE", "SWK"),
    ("ta", "IN", "TAM"),
    ("te", "IN", "TEL"),
    ("th", "TH", "THA"),
    ("tr", "TR", "TRK"),
    ("tt", "RU", "TTT"),
    ("uk", "UA", "UKR"),
    ("ur", "PK", "URD"),
    ("uz", "UZ", "UZB"),
    ("vi", "VN", "VIT"),
    ("zh", "CN", "CHS"),
    ("zh", "Hans", "CHS"),
    ("zh", "Hant", "CHT"),
    ("zh", "HK", "ZHH"),
    ("zh", "MO", "ZHM"),
    ("zh", "SG", "ZHI"),
    ("zh", "TW", "CHT"),
];

/// The three-letter Windows name of `locale`: of its language and region, else of its language and
/// script, else of its language. `None` for a language that Windows does not name.
pub fn scom_code(locale: Locale) -> Option<&'static str> {
    let row = |subtag: &str| {
        CODES
            .iter()
            .find(|(language, with, _)| *language == locale.language() && *with == subtag)
    };
    locale
        .region()
        .and_then(row)
        .or_else(|| locale.script().and_then(row))
        .or_else(|| {
            CODES
                .iter()
                .find(|(language, ..)| *language == locale.language())
        })
        .map(|(.., code)| *code)
}

/// Whether a console may ask for the language pack `code`: whether Windows calls a language so.
pub fn is_scom_code(code: &str) -> bool {
    CODES.iter().any(|(.., known)| *known == code)
}

/// Whether a folder may be taken for this language although nothing but its name says so:
/// `src` and `doc` are well-formed language tags too.
pub fn is_known_language(locale: Locale) -> bool {
    CODES
        .iter()
        .any(|(language, ..)| *language == locale.language())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_follow_region_then_script_then_language() {
        let code = |tag: &str| scom_code(tag.parse().expect("a tag"));
        assert_eq!(code("pt-BR"), Some("PTB"));
        assert_eq!(code("pt-AO"), Some("PTB"));
        assert_eq!(code("zh-Hant"), Some("CHT"));
        assert_eq!(code("zh-Hant-HK"), Some("ZHH"));
        assert_eq!(code("de"), Some("DEU"));
        assert_eq!(code("tlh"), None);
    }
}
