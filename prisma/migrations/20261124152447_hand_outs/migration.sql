-- CreateTable
CREATE TABLE "hand_outs" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "at" TIMESTAMPTZ(3) NOT NULL,
    "organization_id" TEXT NOT NULL,
    "contact_id" UUID NOT NULL,
    "contact_name" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "ground" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "type" TEXT,
    "size_bytes" BIGINT NOT NULL,
    "sha256" TEXT,
    "store" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "hand_outs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "file_fetches" (
    "id" BIGSERIAL NOT NULL,
    "hand_out_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "address" TEXT,
    "first_byte" BIGINT NOT NULL DEFAULT 0,
    "sent_bytes" BIGINT NOT NULL DEFAULT 0,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "file_fetches_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "hand_outs_organization_id_at_idx" ON "hand_outs"("organization_id", "at");

-- CreateIndex
CREATE INDEX "hand_outs_at_idx" ON "hand_outs"("at");

-- CreateIndex
CREATE INDEX "hand_outs_kept_idx" ON "hand_outs"("until") WHERE (store = 'kept'::text);

-- CreateIndex
CREATE INDEX "file_fetches_hand_out_id_id_idx" ON "file_fetches"("hand_out_id", "id");

-- AddForeignKey
ALTER TABLE "file_fetches" ADD CONSTRAINT "file_fetches_hand_out_id_fkey" FOREIGN KEY ("hand_out_id") REFERENCES "hand_outs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
