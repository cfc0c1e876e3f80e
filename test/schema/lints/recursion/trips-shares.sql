create table public.trips (id uuid primary key, owner_id uuid);
alter table public.trips enable row level security;
create table public.shares (id uuid primary key, trip_id uuid, user_id uuid);
alter table public.shares enable row level security;
create policy trips_all on public.trips for all to authenticated using (id in (select trip_id from public.shares)) with check (true);
create policy shares_all on public.shares for all to authenticated using (trip_id in (select id from public.trips)) with check (true);
