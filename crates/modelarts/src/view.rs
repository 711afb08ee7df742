//! Declaration of the views, which add meaning to raw values.

/// Declares a view: a newtype over a raw value, by value or by reference, that costs nothing.
macro_rules! view {
    ($(#[$meta:meta])* $name:ident($raw:ty)) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, ref_cast::RefCast)]
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
        }

        impl From<$raw> for $name {
            fn from(raw: $raw) -> Self {
                Self(raw)
            }
        }
    };
}

/// Implements the methods and iterators of a list, at this path of optional fields in the raw value.
macro_rules! list_view {
    ($list:ident of $item:ident($raw:ty) at $first:ident $(. $next:ident)*) => {
        impl $list {
            /// Returns an iterator over the entries.
            pub fn iter(&self) -> impl ExactSizeIterator<Item = &$item> + DoubleEndedIterator {
                self.into_iter()
            }

            /// Number of entries.
            pub fn len(&self) -> usize {
                self.elements().len()
            }

            /// Whether the list is empty.
            pub fn is_empty(&self) -> bool {
                self.elements().is_empty()
            }

            fn elements(&self) -> &[$raw] {
                let list = self.raw().$first.as_ref();
                $(let list = list.and_then(|parent| parent.$next.as_ref());)*
                list.map(Vec::as_slice).unwrap_or_default()
            }
        }

        impl<'a> IntoIterator for &'a $list {
            type Item = &'a $item;
            type IntoIter = std::iter::Map<std::slice::Iter<'a, $raw>, fn(&'a $raw) -> &'a $item>;

            fn into_iter(self) -> Self::IntoIter {
                self.elements().iter().map(<$item as ref_cast::RefCast>::ref_cast)
            }
        }

        impl IntoIterator for $list {
            type Item = $item;
            type IntoIter = std::iter::Map<std::vec::IntoIter<$raw>, fn($raw) -> $item>;

            fn into_iter(self) -> Self::IntoIter {
                let list = self.into_raw().$first;
                $(let list = list.and_then(|parent| parent.$next);)*
                list.unwrap_or_default().into_iter().map($item::from)
            }
        }
    };
}

pub(crate) use {list_view, view};
