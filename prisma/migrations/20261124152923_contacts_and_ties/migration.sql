-- AlterTable
ALTER TABLE "contacts" ADD COLUMN     "imported" JSONB;

-- CreateTable
CREATE TABLE "join_requests" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "organization_id" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "contact_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "ground" TEXT NOT NULL,
    "serial" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "announced_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "outcome" TEXT,

    CONSTRAINT "join_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization_ties" (
    "platform" TEXT NOT NULL,
    "workspace" TEXT NOT NULL,
    "conversation" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organization_ties_pkey" PRIMARY KEY ("platform","conversation","workspace")
);

-- CreateIndex
CREATE INDEX "join_requests_organization_id_created_at_idx" ON "join_requests"("organization_id", "created_at");

-- CreateIndex
CREATE INDEX "join_requests_contact_id_idx" ON "join_requests"("contact_id");

-- CreateIndex
CREATE INDEX "join_requests_unannounced_idx" ON "join_requests"("created_at") WHERE (announced_at IS NULL);

-- CreateIndex
CREATE INDEX "organization_ties_organization_id_idx" ON "organization_ties"("organization_id");

-- AddForeignKey
ALTER TABLE "join_requests" ADD CONSTRAINT "join_requests_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "join_requests" ADD CONSTRAINT "join_requests_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contacts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_ties" ADD CONSTRAINT "organization_ties_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What stands there now is what the vendor's data said: people could not change it before.
UPDATE "contacts" SET "imported" = jsonb_build_object('name', "name", 'phone', "phone", 'role', "role", 'purposes', "purposes", 'locale', "locale");
