"""What people say in the thread: looked for wherever it may, and may not, turn up."""

CAUSE = "We move to procedures before students can show a fraction in a drawing"
STEP = "Plan three lessons that begin with a drawing"
CHANGE = "Start each fraction lesson with a drawing that students explain"
SUCCESS = "Exit tickets tell us the next morning who needs what"
ACTION = "We agreed on two questions and sort them together"
ADVICE = "Begin with two teams that want it"
SECRET = "canary: I am afraid of my observation on Friday"
