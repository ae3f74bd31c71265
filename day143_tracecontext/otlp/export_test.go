package otlp

// What the external tests see of the inside: the steps of an export one by one, to be
// measured and compared apart. No caller needs them.
var (
	Encode   = encode
	Compress = compress
	ValueOf  = otlpValueOf
)
