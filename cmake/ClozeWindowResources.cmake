# Icons and translations of the window. The folders are read at run time through engine/core/resources.h; translations are compiled when Qt's tools are there.
