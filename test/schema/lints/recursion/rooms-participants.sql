create table public.rooms (id uuid primary key, owner_id uuid);
alter table public.rooms enable row level security;
create table public.participants (id uuid primary key, room_id uuid, user_id uuid);
alter table public.participants enable row level security;
create policy rooms_select on public.rooms for select to authenticated using (owner_id = (select auth.uid()) or exists (select from public.participants p where p.room_id = rooms.id));
create policy participants_select on public.participants for select to authenticated using (exists (select from public.rooms r where r.id = participants.room_id and r.owner_id = (select auth.uid())));
