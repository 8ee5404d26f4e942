-- CreateTable
CREATE TABLE "sales_requests" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "organization_id" TEXT NOT NULL,
    "contact_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL DEFAULT '',
    "words" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_by" TEXT,
    "taken_name" TEXT,
    "taken_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "sales_requests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sales_requests_organization_id_created_at_idx" ON "sales_requests"("organization_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "sales_requests_open_key" ON "sales_requests"("organization_id", "kind", "subject") WHERE ((done_at IS NULL) AND (withdrawn_at IS NULL));

-- AddForeignKey
ALTER TABLE "sales_requests" ADD CONSTRAINT "sales_requests_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
