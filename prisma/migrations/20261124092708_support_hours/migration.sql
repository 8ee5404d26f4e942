-- AlterTable
ALTER TABLE "support_centers" ADD COLUMN     "breaks" TEXT;

-- CreateTable
CREATE TABLE "calendar_days" (
    "calendar" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT,

    CONSTRAINT "calendar_days_pkey" PRIMARY KEY ("calendar","date")
);
