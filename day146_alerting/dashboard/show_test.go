package dashboard

import "testing"

func TestShow(t *testing.T) {
	tests := []struct{ got, want string }{
		{showCount(nan), dash}, {showCount(0), "0"}, {showCount(1234567), "1234567"}, {showCount(12.345), "12.3"}, {showCount(1234.5), "1234"}, {showCount(inf), "+Inf"}, {showCount(.00012345), "0.000123"},
		{showRate(nan), dash}, {showRate(1.5), "1.5/s"},
		{showSeconds(nan), dash}, {showSeconds(0), "0 s"}, {showSeconds(.0123), "12.3 ms"}, {showSeconds(2.5), "2.5 s"}, {showSeconds(.00002), "20 µs"},
		{showPercent(.00144), "0.144%"}, {showPercent(nan), dash}, {showBurn(14.4), "14.4×"}, {showBurn(nan), dash},
		{showAmount(9999), "9999"}, {showAmount(12345), "12.3 k"}, {showAmount(3.4e7), "34 M"}, {showAmount(2e9), "2 G"}, {showAmount(nan), dash},
		{showGauge(3.4e7, "B"), "34 MB"}, {showGauge(512, "B"), "512 B"}, {showGauge(.3, "cores"), "0.3 cores"}, {showGauge(4, ""), "4"},
		{showAgo(at(100), at(40)), "1m"}, {showAgo(at(0), at(9)), "0s"},
	}
	for i, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("case %d: got %q, want %q", i, tt.got, tt.want)
		}
	}
}
