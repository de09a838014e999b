"""Plans whose every act is explained: found, judged, counted."""
