//! Fields of raw values, read as what views return.

use std::collections::BTreeMap;

use bytemuck::TransparentWrapper;
use modelarts_api::{
    types::{NodeLabels, NodeResource, PoolMetaAnnotations, PoolMetaLabels, WorkloadResources},
    wire::{Extra, IntOrString, OneOrMany, StringOrInt, Text},
};

use crate::{Limit, Restrictions, Timestamp};

/// The field at a path of optional fields in a view's raw value, such as `field!(self, metadata.labels)`: an `Option` of a
/// reference.
macro_rules! field {
    ($view:expr, $first:ident $(. $next:ident)*) => {{
        let field = $view.raw().$first.as_ref();
        $(let field = field.and_then(|parent| parent.$next.as_ref());)*
        field
    }};
}

pub(crate) use field;

/// A type that a field of the type `F` can be read as. Its default stands for an absent field.
pub(crate) trait Read<'a, F>: Default {
    fn read(field: &'a F) -> Self;
}

/// Reads a field as the type that is wanted.
pub(crate) fn read<'a, F, T: Read<'a, F>>(field: Option<&'a F>) -> T {
    field.map(T::read).unwrap_or_default()
}

/// An open enumeration, whose default is the unlisted value with an empty text.
impl<'a, E> Read<'a, E> for &'a E
where
    &'a E: Default,
{
    fn read(field: &'a E) -> Self {
        field
    }
}

impl<'a, E> Read<'a, Box<E>> for &'a E
where
    &'a E: Default,
{
    fn read(field: &'a Box<E>) -> Self {
        field
    }
}

/// A view.
impl<'a, R, V: TransparentWrapper<R>> Read<'a, Box<R>> for Option<&'a V> {
    fn read(field: &'a Box<R>) -> Self {
        Some(V::wrap_ref(field))
    }
}

/// A list of views.
impl<'a, R, V: TransparentWrapper<R>> Read<'a, Vec<R>> for &'a [V] {
    fn read(field: &'a Vec<R>) -> Self {
        V::wrap_slice(field)
    }
}

type Texts<'a> = BTreeMap<&'a str, &'a str>;

macro_rules! read {
    ($($field:ty as $type:ty: $read:expr;)*) => {$(
        impl<'a> Read<'a, $field> for $type {
            fn read(field: &'a $field) -> Self {
                let read: fn(&'a $field) -> Self = $read;
                read(field)
            }
        }
    )*};
}

read! {
    Text as &'a str: |text| text;
    Box<Text> as &'a str: |text| text;
    Text as Option<&'a str>: |text| Some(text);
    Box<Text> as Option<&'a str>: |text| Some(text);
    Text as Option<i64>: |decimal| decimal.parse().ok();
    Text as Option<Timestamp>: |rfc_3339| rfc_3339.parse().ok();

    i64 as i64: |number| *number;
    i64 as Option<i64>: |number| Some(*number);
    i64 as Option<Limit>: |number| Some(Limit::from_wire(*number));
    i64 as Option<Timestamp>: |milliseconds| Timestamp::from_millisecond(*milliseconds).ok();
    i64 as Restrictions: |bits| Restrictions::from_bits(*bits);

    IntOrString as Option<i64>: |number| Some(number.get());
    IntOrString as Option<Limit>: |number| Some(Limit::from_wire(number.get()));
    StringOrInt as &'a str: |text| text.as_str();

    Box<NodeLabels> as Texts<'a>: |map| map.iter().collect();
    Box<NodeResource> as Texts<'a>: |map| map.iter().collect();
    Box<PoolMetaAnnotations> as Texts<'a>: |map| map.iter().collect();
    Box<PoolMetaLabels> as Texts<'a>: |map| map.iter().collect();
    Box<OneOrMany<WorkloadResources>> as Texts<'a>: |maps| maps.iter().flat_map(|map| map.iter()).collect();
    Extra as Texts<'a>: |map| map.iter().filter_map(|(key, value)| Some((&**key, value.as_str()?))).collect();
}
