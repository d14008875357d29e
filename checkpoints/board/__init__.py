"""The screens over all of it: the checkpoint board, a station's page, the phone of a post."""
