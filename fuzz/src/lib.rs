//! What several fuzz targets check.

pub mod loopback;
pub mod round_trip;
