package tailsampling

// Remembered is how many verdicts are kept for late spans: the external tests hold it
// against Options.Verdicts, and no caller needs it.
func (t *Sampler) Remembered() int { return len(t.verdicts.of) }
