-- AlterTable
ALTER TABLE "hand_outs" ADD COLUMN     "state" TEXT;

-- CreateTable
CREATE TABLE "file_digests" (
    "location" TEXT NOT NULL,
    "size_bytes" BIGINT,
    "state" TEXT,
    "sha256" TEXT,
    "measured_at" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "file_digests_pkey" PRIMARY KEY ("location")
);

-- CreateIndex
CREATE INDEX "file_fetches_running_idx" ON "file_fetches"("at") WHERE (outcome = 'running'::text);
