package tailsampling

// What the external tests see of the inside: the estimate that MaxBytes is held
// against, and how many verdicts are remembered. No caller needs either.

var Size = size

func (t *Sampler) Remembered() int { return len(t.verdicts.of) }
