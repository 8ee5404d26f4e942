-- DropIndex
DROP INDEX "inbox_pending_idx";

-- AlterTable
ALTER TABLE "inbox" ADD COLUMN     "lane" TEXT,
ADD COLUMN     "position" BIGSERIAL NOT NULL;

-- AlterTable
ALTER TABLE "outbox_messages" ADD COLUMN     "anew" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "replaces" TEXT,
ADD COLUMN     "thread_of" TEXT,
ADD COLUMN     "told_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "inbox_lanes" (
    "key" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leased_by" TEXT,

    CONSTRAINT "inbox_lanes_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "inbox_lanes_due_idx" ON "inbox_lanes"("next_at") WHERE (active);

-- CreateIndex
CREATE INDEX "inbox_pending_idx" ON "inbox"("due_at") WHERE ((status = 'pending'::text) AND (lane IS NULL));

-- CreateIndex
CREATE INDEX "inbox_lane_idx" ON "inbox"("lane", "position") WHERE ((status = 'pending'::text) AND (lane IS NOT NULL));

-- CreateIndex
CREATE INDEX "outbox_untold_idx" ON "outbox_messages"("dedupe_key") WHERE ((status = 'dead'::text) AND (told_at IS NULL));

-- CreateIndex
CREATE INDEX "outbox_orphans_idx" ON "outbox_messages"("thread_of") WHERE ((thread_of IS NOT NULL) AND (status = 'dead'::text));

-- CreateIndex
CREATE INDEX "outbox_changes_idx" ON "outbox_messages"("replaces", "position") WHERE (replaces IS NOT NULL);

-- CreateIndex
CREATE INDEX "outbox_reference_idx" ON "outbox_messages"("reference") WHERE (reference IS NOT NULL);
