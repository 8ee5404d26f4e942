-- AlterTable
ALTER TABLE "cases" ADD COLUMN     "search_title" TEXT NOT NULL;

-- What schema.prisma cannot say ---------------------------------------------------------------------------------------

ALTER TABLE "cases"
  ADD CONSTRAINT "cases_severity_check" CHECK ("severity" BETWEEN 1 AND 4),
  ADD CONSTRAINT "cases_status_check" CHECK ("status" IN ('new', 'claimed', 'in-progress', 'waiting', 'resolved', 'closed')),
  ADD CONSTRAINT "cases_closed_check" CHECK (("status" = 'closed') = ("closed_at" IS NOT NULL AND "closing" IS NOT NULL)),
  ADD CONSTRAINT "cases_owner_check" CHECK ("status" NOT IN ('claimed', 'in-progress', 'waiting') OR "owner_email" IS NOT NULL),
  ADD CONSTRAINT "cases_stars_check" CHECK ("stars" BETWEEN 1 AND 5);

ALTER TABLE "case_messages"
  ADD CONSTRAINT "case_messages_audience_check" CHECK ("audience" IN ('customer', 'internal')),
  ADD CONSTRAINT "case_messages_erased_check" CHECK ("erased_at" IS NULL OR ("text" = '' AND "search_text" = ''));

ALTER TABLE "case_events"
  ADD CONSTRAINT "case_events_audience_check" CHECK ("audience" IN ('customer', 'internal'));
