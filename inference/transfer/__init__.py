"""Photos by the thousand: in from folders, archives and public sets, out as a training set."""
