package main

import (
	"context"
	"math"
	"time"

	metrics "workbook/day142_metrics"
	"workbook/day143_tracecontext/batch"
)

// RegisterVitals registers what the service knows of itself and no request shows: how
// many orders wait to be packed, and what it lost. A loss that nobody counts is found
// out when the line or the trace is needed.
func (s *Service) RegisterVitals(reg *metrics.Registry) {
	reg.GaugeFunc("orders_queue_depth", "Orders that wait; NaN: the queue can't be asked.", func() float64 {
		return math.Float64frombits(s.depth.Load())
	})
	reg.CounterFunc("log_records_dropped_total", "Lines that standard output did not take.", func() uint64 {
		return uint64(s.LinesDropped())
	})
	for name, count := range map[string]func(batch.Stats) uint64{
		"spans_ended_total":    func(b batch.Stats) uint64 { return b.Accepted + b.Dropped },
		"spans_exported_total": func(b batch.Stats) uint64 { return b.Exported },
		"spans_dropped_total":  func(b batch.Stats) uint64 { return b.Dropped },
		"spans_failed_total":   func(b batch.Stats) uint64 { return b.Failed },
	} {
		reg.CounterFunc(name, "Spans for a collector: ended is exported, dropped, failed or waiting.", func() uint64 {
			if s.SpanStats == nil {
				return 0
			}
			return count(s.SpanStats())
		})
	}
}

// watchDepth asks the queue once a second. A scrape that asked it itself would wait for
// a Redis that hangs.
func (p *process) watchDepth(ctx context.Context) {
	every := time.NewTicker(time.Second)
	defer every.Stop()
	for {
		depth := math.NaN()
		if n, err := p.queue.Depth(ctx); err == nil {
			depth = float64(n)
		}
		p.svc.depth.Store(math.Float64bits(depth))
		select {
		case <-every.C:
		case <-ctx.Done():
			return
		}
	}
}
