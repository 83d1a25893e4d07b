//! A small picture for an article: hills in the outlet's colour, as an indexed PNG (ISO/IEC 15948). Same seed, same bytes.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

const WIDTH: u32 = 640;
const HEIGHT: u32 = 360;
const LAYERS: u8 = 5;

/// PNG bytes; `color` is `#rrggbb`.
pub(crate) fn png(seed: u32, color: &str) -> std::io::Result<Vec<u8>> {
    let mut header = Vec::with_capacity(13);
    header.extend(WIDTH.to_be_bytes());
    header.extend(HEIGHT.to_be_bytes());
    // Bit depth 8, indexed colour, default compression and filter, not interlaced.
    header.extend([8, 3, 0, 0, 0]);
    let mut pixels = ZlibEncoder::new(Vec::new(), Compression::fast());
    pixels.write_all(&rows(seed))?;

    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut out, b"IHDR", &header);
    chunk(&mut out, b"PLTE", &palette(color));
    chunk(&mut out, b"IDAT", &pixels.finish()?);
    chunk(&mut out, b"IEND", &[]);
    Ok(out)
}

/// Sky, a sun, and layers of hills towards the full colour.
fn palette(color: &str) -> Vec<u8> {
    let number = u32::from_str_radix(color.trim_start_matches('#'), 16).unwrap_or(0x0033_6699);
    let [_, red, green, blue] = number.to_be_bytes();
    let mut entries = vec![250, 246, 236, 244, 190, 90];
    for layer in 1..=LAYERS {
        for part in [red, green, blue] {
            let far = u16::from(LAYERS - layer) * (255 - u16::from(part)) / u16::from(LAYERS + 1);
            entries.push(u8::try_from(u16::from(part) + far).unwrap_or(255));
        }
    }
    entries
}

fn rows(seed: u32) -> Vec<u8> {
    let seed = f64::from(seed % 997);
    let (sun_x, sun_y) = (f64::from(WIDTH) * (0.2 + (seed * 0.37).fract() * 0.6), 80.0 + (seed * 0.73).fract() * 60.0);
    let heights: Vec<Vec<f64>> = (1..=LAYERS)
        .map(|layer| {
            let (depth, phase) = (f64::from(layer), seed * f64::from(layer) * 0.61);
            let wave = |x: f64| (x / (90.0 - depth * 9.0) + phase).sin() * 24.0 + (x / 37.0 + phase * 1.7).sin() * 7.0;
            (0..WIDTH).map(|x| 120.0 + depth * 38.0 + wave(f64::from(x))).collect()
        })
        .collect();
    let mut rows = Vec::with_capacity((WIDTH as usize + 1) * HEIGHT as usize);
    for y in 0..HEIGHT {
        rows.push(0);
        for x in 0..WIDTH {
            let (fx, fy) = (f64::from(x), f64::from(y));
            let sun = (fx - sun_x).hypot(fy - sun_y) < 34.0;
            let hill = (1..=LAYERS).zip(&heights).rev().find(|(_, line)| line.get(x as usize).is_some_and(|top| fy > *top));
            rows.push(hill.map_or(u8::from(sun), |(layer, _)| layer + 1));
        }
    }
    rows
}

fn chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let mut crc = flate2::Crc::new();
    crc.update(kind);
    crc.update(data);
    out.extend(u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
    out.extend(kind);
    out.extend(data);
    out.extend(crc.sum().to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn a_picture_is_a_whole_png() {
        let bytes = png(7, "#0b4f6c").unwrap();
        assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"));
        let mut at = 8;
        let mut kinds = Vec::new();
        while at < bytes.len() {
            let size = u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
            let body = &bytes[at + 4..at + 8 + size];
            let mut crc = flate2::Crc::new();
            crc.update(body);
            assert_eq!(bytes[at + 8 + size..at + 12 + size], crc.sum().to_be_bytes());
            if body.starts_with(b"IDAT") {
                let mut pixels = Vec::new();
                flate2::read::ZlibDecoder::new(&body[4..]).read_to_end(&mut pixels).unwrap();
                assert_eq!(pixels.len(), (WIDTH as usize + 1) * HEIGHT as usize);
                assert!(pixels.iter().all(|index| *index <= LAYERS + 1));
            }
            kinds.push(String::from_utf8(body[..4].to_vec()).unwrap());
            at += 12 + size;
        }
        assert_eq!(kinds, ["IHDR", "PLTE", "IDAT", "IEND"]);
        assert_ne!(bytes, png(8, "#0b4f6c").unwrap());
    }
}
