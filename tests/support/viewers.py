"""Who looks at pupils in tests that are about something else: somebody who may see all of them."""

from models.viewer import Viewer

ALL = Viewer("test")
