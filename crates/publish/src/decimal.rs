//! Decimal digits, appended without going through the formatting machinery.

/// Appends a number in decimal.
pub(crate) fn write(out: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0; 20]; // u64::MAX has 20 digits
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

#[cfg(test)]
mod tests {
    #[test]
    fn digits_are_those_of_display() {
        for number in [0, 7, 10, 99, 100, 71_813, u64::MAX] {
            let mut out = Vec::new();
            super::write(&mut out, number);
            assert_eq!(out, number.to_string().as_bytes());
        }
    }
}
