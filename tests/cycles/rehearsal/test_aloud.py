"""A face in words."""

from cycles.rehearsal.aloud import words_of

FACE = """<section>
  <h2>What&#x27;s next?</h2>
  <p>Step <b>1</b> of <span aria-hidden="true">dots</span>2</p>
  <div hidden><p>Left over</p><br><input><p>and more</p></div>
  <template><button>Edit</button></template><noscript>Without scripts</noscript>
  <svg><path d="M0"/><title>A mark</title></svg>
</section>"""


def test_what_is_seen_is_told_and_nothing_else() -> None:
    assert words_of(FACE) == ["What's next?", "Step 1 of 2", "A mark"]
