package tracecontext

import (
	"log/slog"
	"time"
)

// Event is a moment within a span.
type Event struct {
	Time         time.Time
	Name         string
	Attrs        []slog.Attr
	DroppedAttrs int
}

// Event notes that something happened at this moment.
func (s *Span) Event(name string, attrs ...slog.Attr) {
	if !s.sampled() {
		return
	}
	limits := s.rec.limits()
	e := Event{Name: cut(name, limits.MaxValueLen)}
	e.Attrs, e.DroppedAttrs = freezeAttrs(attrs, limits)
	s.edit(func(d *SpanData) {
		if len(d.Events) >= limits.MaxEvents || eventSize(e) > int(s.rec.room) {
			d.DroppedEvents++
			return
		}
		s.rec.room -= int32(eventSize(e))
		e.Time = d.Start.Add(time.Since(d.Start))
		d.Events = append(d.Events, e)
	})
}

// Link points from a span to one that is related but no parent.
type Link struct {
	Context      SpanContext
	Attrs        []slog.Attr
	DroppedAttrs int
}

// Link points to a span that is related but no parent: each message of a batch,
// the request that scheduled this job. An invalid sc is ignored.
func (s *Span) Link(sc SpanContext, attrs ...slog.Attr) {
	if !s.sampled() || !sc.Valid() {
		return
	}
	limits := s.rec.limits()
	l := Link{Context: sc}
	l.Attrs, l.DroppedAttrs = freezeAttrs(attrs, limits)
	s.edit(func(d *SpanData) {
		if len(d.Links) >= limits.MaxLinks || linkSize(l) > int(s.rec.room) {
			d.DroppedLinks++
			return
		}
		s.rec.room -= int32(linkSize(l))
		d.Links = append(d.Links, l)
	})
}
