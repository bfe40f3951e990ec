"""A believable district for a first look, a training and the tests.

Three schools in two networks, reached through the same actions that people use, with the clock passed in;
its data are files in vendor layouts, loaded through the importers. Everything lies around the day on which
it is made: last spring's cycle is finished, this winter's stands in every stage.
"""
