"""A rehearsal: a protocol played with simulated people before the meeting, by the room's own actions, and rolled back.

`words` is what they say, `school` the example that they belong to, `moves` what happens in each kind of step, `walk`
the play itself. Nothing of a real meeting is read but its protocol and its minutes, and nothing is kept.
"""
