package shop

import (
	"net/http"
	"strings"
)

// payment is the body of the payments service's requests.
type payment struct {
	OrderID  string `json:"order_id"`
	Quantity int    `json:"quantity,omitempty"`
	Card     string `json:"card,omitempty"`
}

// PaymentsService returns the handler of the payments service:
//
//	POST /payments   204; 402 for a card that ends in 0002
//	POST /receipts   204
//
// faults, unless nil, is put between a route and its instrumentation: what it
// does looks as if the service itself did it.
func PaymentsService(h *Hooks, faults func(http.Handler) http.Handler) http.Handler {
	if faults == nil {
		faults = func(next http.Handler) http.Handler { return next }
	}
	mux := http.NewServeMux()
	for pattern, did := range map[string]string{"POST /payments": "payment authorised", "POST /receipts": "receipt printed"} {
		mux.Handle(pattern, h.Route("payments", pattern, faults(paymentRoute(h, did))))
	}
	return h.Server("payments", mux)
}

func paymentRoute(h *Hooks, did string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var p payment
		if err := readJSON(w, r, &p); err != nil {
			answer(w, bodyStatus(err), map[string]string{"error": "body is not a payment"})
			return
		}
		if strings.HasSuffix(p.Card, "0002") {
			h.Log.WarnContext(r.Context(), "payment declined", "order", p.OrderID)
			answer(w, http.StatusPaymentRequired, map[string]string{"error": "declined"})
			return
		}
		h.Log.InfoContext(r.Context(), did, "order", p.OrderID)
		w.WriteHeader(http.StatusNoContent)
	})
}
