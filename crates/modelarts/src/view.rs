//! Declaration of the views, which add meaning to raw values.

use std::fmt::{self, Formatter};

use serde::Serialize;
use serde_json::Value;

/// Declares a view: a newtype over a raw value, by value or by reference, that costs nothing.
///
/// ```text
/// view! {
///     /// Node of a pool: `items[]` of ListPoolNodes.
///     pub struct Node(types::Node);
///
///     /// Name of the node (`metadata.name`); empty if absent.
///     pub fn name(&self) -> &str = metadata.name;
///     pub fn ratios(&self);
/// }
/// ```
///
/// A method with a path of optional fields is complete: it reads the field as its type, and an absent one as the type's
/// default; `field.rs` has the types. A method without a path has its body and its documentation in an `impl`. The view
/// serializes as what these methods return, in this order.
macro_rules! view {
    (
        $(#[$meta:meta])*
        pub struct $name:ident($raw:ty);

        $(
            $(#[$method_meta:meta])*
            pub fn $method:ident(&self) $(-> $type:ty = $first:ident $(. $next:ident)*)?;
        )+
    ) => {
        $crate::view::view!(@newtype $(#[$meta])*
            ///
            /// Serializes as an object that has what each method without arguments returns, under the method's name;
            /// `raw` serializes as the service sent it.
            $name($raw) {
                $($crate::view::view!(@method $(#[$method_meta])* $method $($type = $first $(. $next)*)?);)+
            });

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeStruct;
                let mut object = serializer.serialize_struct(stringify!($name), [$(stringify!($method)),+].len())?;
                $(object.serialize_field(stringify!($method), &self.$method())?;)+
                object.end()
            }
        }
    };
    // A list, at this path of optional fields in the raw value. It dereferences to a slice.
    ($(#[$meta:meta])* pub struct $name:ident($raw:ty) = [$item:ident] at $first:ident $(. $next:ident)*;) => {
        $crate::view::view!(@newtype $(#[$meta])*
            ///
            /// It dereferences to a slice, and serializes as an array.
            $name($raw) {});

        impl std::ops::Deref for $name {
            type Target = [$item];

            fn deref(&self) -> &[$item] {
                $crate::field::read($crate::field::field!(self, $first $(. $next)*))
            }
        }

        impl<'a> IntoIterator for &'a $name {
            type Item = &'a $item;
            type IntoIter = std::slice::Iter<'a, $item>;

            fn into_iter(self) -> Self::IntoIter {
                self.iter()
            }
        }

        impl IntoIterator for $name {
            type Item = $item;
            type IntoIter = std::vec::IntoIter<$item>;

            fn into_iter(self) -> Self::IntoIter {
                let list = self.into_raw().$first;
                $(let list = list.and_then(|parent| parent.$next);)*
                <$item as bytemuck::TransparentWrapperAlloc<_>>::wrap_vec(list.unwrap_or_default()).into_iter()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_seq(self)
            }
        }
    };
    (@method $(#[$meta:meta])* $method:ident $type:ty = $first:ident $(. $next:ident)*) => {
        $(#[$meta])*
        pub fn $method(&self) -> $type {
            $crate::field::read($crate::field::field!(self, $first $(. $next)*))
        }
    };
    (@method $method:ident) => {};
    (@newtype $(#[$meta:meta])* $name:ident($raw:ty) { $($methods:tt)* }) => {
        $(#[$meta])*
        #[derive(Clone, Default, PartialEq, bytemuck::TransparentWrapper)]
        #[repr(transparent)]
        pub struct $name($raw);

        impl $name {
            /// Raw value, with the fields that have no method here.
            pub fn raw(&self) -> &$raw {
                &self.0
            }

            /// Returns the raw value.
            pub fn into_raw(self) -> $raw {
                self.0
            }

            $($methods)*
        }

        impl From<$raw> for $name {
            fn from(raw: $raw) -> Self {
                Self(raw)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::view::debug(stringify!($name), self, f)
            }
        }
    };
}

pub(crate) use view;

/// Writes the name of a view and its content as JSON, without what is absent or empty.
pub(crate) fn debug(name: &str, view: &impl Serialize, f: &mut Formatter<'_>) -> fmt::Result {
    let content = serde_json::to_value(view).map_err(|_| fmt::Error)?;
    let content = present(content).unwrap_or_else(|| Value::Object(serde_json::Map::new()));
    match f.alternate() {
        false => write!(f, "{name} {content}"),
        true => write!(f, "{name} {content:#}"),
    }
}

/// What is there of a value: neither null nor empty.
fn present(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) if text.is_empty() => None,
        Value::Array(items) => {
            let items: Vec<_> = items.into_iter().filter_map(present).collect();
            (!items.is_empty()).then_some(Value::Array(items))
        }
        Value::Object(fields) => {
            let fields = fields.into_iter();
            let fields: serde_json::Map<_, _> =
                fields.filter_map(|(key, value)| Some((key, present(value)?))).collect();
            (!fields.is_empty()).then_some(Value::Object(fields))
        }
        value => Some(value),
    }
}
