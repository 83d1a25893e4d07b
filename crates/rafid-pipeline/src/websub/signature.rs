//! `X-Hub-Signature` (WebSub, section 7.1): an HMAC of the body under the secret that was agreed.

use ring::hmac;

/// Whether `header`, such as `sha256=<hex>`, signs `body` with `secret`. Takes the same time however wrong it is.
pub fn matches(header: &str, secret: &str, body: &[u8]) -> bool {
    let Some((method, hex)) = header.trim().split_once('=') else { return false };
    let algorithm = match method.to_ascii_lowercase().as_str() {
        "sha1" => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        "sha256" => hmac::HMAC_SHA256,
        "sha384" => hmac::HMAC_SHA384,
        "sha512" => hmac::HMAC_SHA512,
        _ => return false,
    };
    let key = hmac::Key::new(algorithm, secret.as_bytes());
    unhex(hex).is_some_and(|signature| hmac::verify(&key, body, &signature).is_ok())
}

/// The header for a body, as a hub writes it.
pub fn sign_sha256(secret: &str, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    format!("sha256={}", hex(hmac::sign(&key, body).as_ref()))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    const MOST_BYTES: usize = 64;
    if !text.len().is_multiple_of(2) || text.len() > 2 * MOST_BYTES || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &[u8] = b"what do ya want for nothing?";

    /// RFC 2202 and RFC 4231, test case 2.
    #[test]
    fn the_published_examples_match() {
        for header in [
            "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
            "SHA1=EFFCDF6AE5EB2FA2D27416D5F184DF9C259A7C79",
            "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            "sha384=af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
            "sha512=164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fd\
             caeab1a34d4a6b4b636e070a38bce737",
        ] {
            assert!(matches(header, "Jefe", DATA), "{header}");
            assert!(!matches(header, "jefe", DATA), "{header}");
            assert!(!matches(header, "Jefe", b"what do ya want for nothing!"), "{header}");
        }
    }

    #[test]
    fn nothing_else_does() {
        let good = sign_sha256("Jefe", DATA);
        assert!(matches(&good, "Jefe", DATA));
        let cut = good.get(..good.len() - 2).unwrap();
        for header in ["", "=", "sha256", "sha256=", "md5=750c783e6ab0b503eaa86e310a5db738", "sha256=é", "sha256=zz", cut] {
            assert!(!matches(header, "Jefe", DATA), "{header}");
        }
        assert!(!matches(&good.replace("sha256", "sha1"), "Jefe", DATA));
    }
}
