"""What can go wrong in the catalogue.

CatalogError
├── VocabularyError   a domain or palette file that cannot be used
├── UnknownLabel      a label that the domain does not have
├── UnknownDomain     a domain that is not loaded
├── UnknownPalette    a palette that there is not
├── PhotoNotFound     no such photo
├── OwnerNotFound     somebody did not send the photo
├── CursorInvalid     a cursor that this search did not give
└── ImportRefused     a folder or archive that cannot be imported
"""


class CatalogError(Exception):
    """Anything of the catalogue's that went wrong."""


class VocabularyError(CatalogError):
    """A domain or palette file cannot be used; the message names the file and the key."""


class UnknownLabel(CatalogError):
    """The domain has no such label."""


class UnknownDomain(CatalogError):
    """No such domain is loaded."""


class UnknownPalette(CatalogError):
    """There is no such palette."""


class PhotoNotFound(CatalogError):
    """There is no such photo."""


class OwnerNotFound(CatalogError):
    """That owner did not send the photo, or took it back already."""


class CursorInvalid(CatalogError):
    """The cursor was not given by this search."""


class ImportRefused(CatalogError):
    """The folder or archive cannot be imported."""
